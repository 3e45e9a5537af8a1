"""Hypothesis strategies and laws for anyone's construction."""
