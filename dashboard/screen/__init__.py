"""What pages are made of. A page asks, draws and acts through this room."""
