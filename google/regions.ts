/** Regions of Google Cloud, as of 2026-11 (https://cloud.google.com/compute/docs/regions-zones). */
const REGIONS: ReadonlySet<string> = new Set(
  `africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2
asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 europe-central2 europe-north1
europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8
europe-west9 europe-west10 europe-west12 me-central1 me-central2 me-west1 northamerica-northeast1
northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4 us-east5
us-east7 us-south1 us-west1 us-west2 us-west3 us-west4`.split(/\s+/),
);

/** Whether Google Cloud has a region: `us-central1`. */
export const isRegion = (name: string): boolean => REGIONS.has(name);

/** Whether a location has the form of a zone's: `us-central1-a`. */
export const isZone = (location: string): boolean => /-[a-z]$/.test(location);

/** Locations of Cloud Storage that are several regions (https://cloud.google.com/storage/docs/locations). */
const BUCKET_LOCATIONS: ReadonlySet<string> = new Set([
  "asia",
  "eu",
  "us",
  "asia1",
  "eur4",
  "eur5",
  "eur7",
  "eur8",
  "nam4",
]);

/** Whether a bucket can be in a location, in any case: `US-CENTRAL1`, `EU`. */
export const isBucketLocation = (name: string): boolean =>
  isRegion(name.toLowerCase()) || BUCKET_LOCATIONS.has(name.toLowerCase());
