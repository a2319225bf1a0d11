"""Measurements: how they are made, and their last results in RESULTS.md."""
