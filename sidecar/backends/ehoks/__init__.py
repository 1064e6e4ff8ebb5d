"""eHOKS, the national register of personal competence development plans (HOKS).

Reached as a provider's service user: a CAS ticket for each call, then GET → merge → PUT of the
whole plan. Words on the wire are Finnish and stay inside this folder. Facts: ehoks.md.
"""
