"""Mathematics without input or output."""
