"""Discovery: papers that are similar to a paper."""
