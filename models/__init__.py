"""What is, and what is decided: scenarios, policies, plans (and the planning that makes them)."""
