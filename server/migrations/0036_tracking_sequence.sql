-- Phones number their fixes with 32 unsigned bits; one number past the signed range stopped the intake for everyone.
alter table tracking.position alter column sequence type bigint;
