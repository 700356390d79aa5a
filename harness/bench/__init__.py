"""Benchmarks: the machine they ran on, what is measured, the statistics, the record and the table."""
