"""What the district hands down to schools: notices, banners, and who signed for them."""
