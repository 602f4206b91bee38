//! Both shapes of errors.
