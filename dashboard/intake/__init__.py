"""Every source into one canonical record, placed and upserted."""
