-- Which desk took a step, so that its name can be told in the reader's language; its name then stays beside it.
alter table cases.step add by_code text;
