//! Where the two sides may differ, each with the reason.
