"""Training material and tools. Not part of the wheel."""
