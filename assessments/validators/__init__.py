"""Is this file what it claims to be, whole, and free of anything that acts by itself?  Nothing here imports Django."""
