"""The simulated world: SimPy processes that live through a plan and write a journal."""
