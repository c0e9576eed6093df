"""Objectives: set, cascade and track balanced objectives, and audit where they tilt."""
