//! What is derived from the table for others: JSON Schema, TypeScript, the field table, the list of codes.
