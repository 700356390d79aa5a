"""What holds for all tests: they pass on any machine, slow or busy, and the same examples are drawn every time.

A change is judged by what it changes, not by what was drawn beside it. New examples are looked for with
`pytest --hypothesis-profile=explore`; what that finds becomes an example of its own, and its fix a change of its own.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Hypothesis would otherwise call a test flaky whose example takes 200 ms, or whose examples are slow to draw.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("any machine", settings.get_profile("explore"), derandomize=True)
settings.load_profile("any machine")
