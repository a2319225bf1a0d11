"""What the command line does beyond calling a room."""
