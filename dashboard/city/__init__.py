"""What makes a city: topics, streets, neighbourhoods, field mapping."""
