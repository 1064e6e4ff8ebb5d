"""LTI 1.3 for a tool: login, launch, keys, services, registration. Nothing but the protocol.

Begin with `login.start` and `launch.receive`; `ports` says what the tool brings, `memory` brings it
for a first try, `testing` is a platform to try it with. `README.md` beside this file shows the way.
"""
