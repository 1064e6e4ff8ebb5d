"""LTI 1.3 for a tool: login, launch, keys, services, registration. The protocol and nothing else."""
