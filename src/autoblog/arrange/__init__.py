"""Posts -> Site."""
