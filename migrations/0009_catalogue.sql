-- What a shop's catalogue needs once it is large: imports that are left and come back to, photos in
-- the size that a phone asks for, and prices that nobody rewrites.

-- One file of products that somebody sent. The file is kept while it is worked through, so that a
-- process that dies loses nothing: the next one goes on after the last row that was written.
-- A file is checked as a whole before its first row is written; a file with a bad row changes
-- nothing. It is then written in parts, each with its progress in one transaction: `rows_done` is
-- at once what the page shows and where the work goes on.
create table app.import (
    business_id  bigint      not null references app.business,
    import_id    uuid        not null,             -- made with the page: the same file sent twice is one
    file_name    text        not null constraint import_file_name_length check (length(file_name) <= 120),
    -- Forgotten some days after the end; the outcome stays.
    file         bytea       constraint import_file_size check (octet_length(file) <= 20971520),
    state        text        not null default 'waiting' constraint import_state
                 check (state in ('waiting',       -- to be checked
                                  'writing',       -- checked; rows go in
                                  'done',          -- every row is in
                                  'tried',         -- only tried: it would go in whole
                                  'refused',       -- has bad rows; nothing was changed
                                  'stopped')),     -- a row went bad meanwhile; those before it are in
    dry_run      boolean     not null,
    rows_total   integer     not null constraint import_rows_not_negative check (rows_total >= 0),
    rows_done    integer     not null default 0,
    added        integer     not null default 0,
    changed      integer     not null default 0,
    unchanged    integer     not null default 0,
    bad          integer     not null default 0,   -- how many rows are bad, told below or not
    member_id    uuid,
    created_at   timestamptz not null,
    ended_at     timestamptz,
    primary key (business_id, import_id),
    constraint import_rows_done check (rows_done between 0 and rows_total),
    constraint import_ends check ((ended_at is null) = (state in ('waiting', 'writing'))),
    constraint import_under_way_has_file check (ended_at is not null or file is not null),
    constraint import_member foreign key (business_id, member_id) references app.member
);
create index import_latest on app.import (business_id, created_at desc);
call app.own_by_business('app.import');
grant select, insert, update on app.import to dukani_runtime;

-- A line of the file that was refused, and why: data, not sentences, so that each reader's language
-- tells it.
create table app.import_bad_row (
    business_id bigint not null,
    import_id   uuid   not null,
    line        bigint not null,                   -- as an editor counts; the heading is line 1
    refusals    jsonb  not null,
    primary key (business_id, import_id, line),
    constraint import_bad_row_import foreign key (business_id, import_id) references app.import
);
call app.own_by_business('app.import_bad_row');
grant select, insert, delete on app.import_bad_row to dukani_runtime;

-- A photo once more, smaller: a phone's list of products needs 160 or 320 pixels, not 800. A photo
-- kept before these were made has none, and is then shown in the one size it has.
create table app.file_size (
    business_id bigint  not null,
    file_id     uuid    not null,
    for_width   integer not null constraint file_size_width check (for_width in (160, 320)),
    bytes       bytea   not null constraint file_size_bytes check (octet_length(bytes) between 1 and 262144),
    width       integer not null,
    height      integer not null,
    primary key (business_id, file_id, for_width),
    constraint file_size_file foreign key (business_id, file_id) references app.file
);
call app.own_by_business('app.file_size');
grant select, insert on app.file_size to dukani_runtime;

-- A price ends where the next one begins; what was asked once stays asked.
call app.append_only('app.price');
