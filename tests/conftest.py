"""What holds for all tests: they pass on any machine, however slow or busy it is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Hypothesis would otherwise call a test flaky whose example takes 200 ms, or whose examples are slow to draw.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")
