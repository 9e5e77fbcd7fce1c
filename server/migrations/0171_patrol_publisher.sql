-- The region whose officer published it: whom to ask when it is too late to give a seat back. Null for those published before; their own region stands for it.
alter table duties.patrol add column publisher_code text;
