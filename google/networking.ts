/** Addresses that Google keeps in every primary range of a subnet (https://cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet). */
export const RESERVED_SUBNET_ADDRESSES = 4;
