"""Ledger to files and back: an analyst's tracker, spreadsheets, JSON, Parquet with a data package."""
