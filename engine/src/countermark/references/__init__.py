"""Brands' rights: read from YAML or Parquet, checked, compiled to mapped tables in segments."""
