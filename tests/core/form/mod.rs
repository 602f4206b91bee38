//! The form as a state machine: what events do, and that it always says what a check of the whole request says.
mod agreement;
mod big;
mod entries;
mod model;
mod posted;
mod revisions;
mod rows;
mod said;
mod show;
