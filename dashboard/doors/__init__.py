"""Routes beside the pages: session, events, health, photos, and the patrol's form."""
