"""What happens, and what it amounts to: the simulated world, its journal, measures and experiments."""
