-- The sealed ID number holds both; kept beside it they lay in plain.
alter table people.person drop column birth_date, drop column sex;
