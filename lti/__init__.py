"""LTI 1.3 for a tool: login, launch, keys, services, registration. Nothing but the protocol."""
