# Paths of the machine that plans: in a resource that names a file.
resource "random_id" "suffix" {
  byte_length = 2
}
resource "google_storage_bucket_object" "page" {
  for_each = { held = "pages/one.html", violated = "/home/somebody/one.html" }
  name     = each.key
  bucket   = "pages"
  source   = each.value
}
resource "google_storage_bucket_object" "unknown-source" {
  name   = "unknown"
  bucket = "pages"
  source = "pages/${random_id.suffix.hex}.html"
}
