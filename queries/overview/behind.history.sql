-- Which tickets are behind a figure, at most :most. kind: new, solved, reopened, done (solved and not cancelled), dated, on_time, late (ended after
-- their target date), unanswered, timed and answered (the slowest first), backwards, absurd, outside, nowhere, undated: in the days from :since
-- to before :until; open, overdue, handed (overdue, and forwarded last by the team :giver), aged (at least :older and less than :younger days old):
-- at the moment :moment. Counted as in the other questions of this folder. Filters, each null for "all": teams (an array of ids; the team that had it
-- then for new, solved, reopened and what is of a moment), topic, neighbourhood (ids), channel, priority; teamless, topicless = those without.
-- One row is a ticket (id; in_all = how many there are), in the order of the list.
with held as (
    select *, epoch(least(:moment, now())) - epoch(opened_at) as age_s,
        target_at < least(:moment, now()) and not (is_open and status = 'waiting') as late
    from (
        select * from ticket where is_open and opened_at < :moment
        union all
        select * from ticket where ended_at >= :moment and opened_at < :moment and :moment <= now()
    ) s
    where :kind in ('open', 'overdue', 'aged', 'handed')
      and id not in (select ticket_id from undone where ended_at < :moment and back_at >= :moment)
), found as (
    select t.*, t.opened_at as then_at, epoch(t.opened_at) as rank from ticket t
    where :kind = 'new' and t.opened_on >= :since and t.opened_on < :until
    union all
    select t.*, t.ended_at + interval 1 microsecond, epoch(t.ended_at) from ticket t
    where :kind = 'solved' and t.ended_on >= :since and t.ended_on < :until
    union all
    select t.*, u.ended_at + interval 1 microsecond, epoch(u.ended_at) from undone u join ticket t on t.id = u.ticket_id
    where :kind = 'solved' and u.ended_on >= :since and u.ended_on < :until
    union all
    select t.*, u.back_at, epoch(u.back_at) from undone u join ticket t on t.id = u.ticket_id
    where :kind = 'reopened' and u.back_on >= :since and u.back_on < :until
    union all
    select h.* exclude (age_s, late), :moment, if(:kind in ('overdue', 'handed'), -epoch(h.target_at), h.age_s) from held h
    where (:kind not in ('overdue', 'handed') or h.late)
      and (:kind <> 'handed' or h.id in (
          select ticket_id from forwarded
          where :kind = 'handed' and ticket_id in (select ticket_id from forwarded where old_team_id = :giver and list_contains(:teams, new_team_id))
          group by 1 having arg_max(old_team_id, "at") = :giver))
      and (:kind <> 'aged' or h.age_s >= 86400.0 * :older and h.age_s < 86400.0 * :younger)
    union all
    select t.*, timestamptz 'infinity', if(:kind = 'timed', t.solve_work_s, epoch(t.ended_at)) from ticket t
    where :kind in ('done', 'dated', 'on_time', 'late', 'unanswered', 'timed') and t.ended_on >= :since and t.ended_on < :until and t.status <> 'cancelled'
      and case :kind when 'dated' then t.target_at is not null when 'on_time' then t.ended_at <= t.target_at when 'late' then t.ended_at > t.target_at
          when 'unanswered' then t.first_answer_at is null when 'timed' then t.solve_work_s is not null else true end
    union all
    select t.*, timestamptz 'infinity', t.answer_work_s from ticket t
    where :kind = 'answered' and t.opened_on >= :since and t.opened_on < :until and t.answer_work_s is not null
    union all
    select t.*, timestamptz 'infinity', epoch(t.opened_at) from ticket t
    where :kind in ('backwards', 'absurd', 'outside', 'nowhere', 'undated')
      and (t.opened_on >= :since and t.opened_on < :until or t.ended_on >= :since and t.ended_on < :until)
      and case :kind when 'outside' then t.placed_by = 'outside' when 'nowhere' then t.placed_by = 'nothing'
          when 'undated' then t.target_at is null else t.oddity = :kind end
), scoped as (
    select t.id, t.team_id, t.then_at, t.rank from found t
    where {scope} and (not :topicless or t.topic_id is null)
), later as (
    select f.ticket_id, s.then_at, arg_min(coalesce(f.old_team_id, -1), f."at") as team_id
    from forwarded f
    join scoped s on s.id = f.ticket_id and f."at" >= s.then_at
    where cast(:teams as integer[]) is not null or :teamless
    group by 1, 2
), then_had as (
    select s.id, s.rank, if(l.ticket_id is null, s.team_id, nullif(l.team_id, -1)) as had_by
    from scoped s
    left join later l on l.ticket_id = s.id and l.then_at = s.then_at
)
select id, count(*) over () as in_all
from then_had
where (cast(:teams as integer[]) is null or list_contains(:teams, had_by)) and (not :teamless or had_by is null)
order by rank desc, id
limit :most
