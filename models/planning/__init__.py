"""From a scenario and a policy to a plan: contacts, roster, visits, routes."""
