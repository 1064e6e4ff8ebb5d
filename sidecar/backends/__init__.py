"""Systems of the education providers: what we may ask of them and hand to them.

`base` holds the plain values that go in and out, `registry` makes the back-end of a provider.
Nothing here knows our tables or the web: whoever calls turns rows into these values.
"""
