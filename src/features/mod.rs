//! What a person sees: one folder per subject.
