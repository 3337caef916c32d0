-- What a process that handles jobs asks for, all in one: it tells what became of the jobs that
-- it had, brings back those whose lease has ended and those that are due, and gets the next.
-- None of it needs more memory than it frees, so a full server does all of it.
-- KEYS[1]  jobs that are ready, a sorted set by rank (see enqueue.lua)
-- KEYS[2]  jobs that are not due yet, a sorted set by 16 times the moment and their level
-- KEYS[3]  jobs that are leased, a sorted set by the moment at which the lease ends
-- KEYS[4]  jobs that are dead, a sorted set by when they died
-- KEYS[5]  the payloads, a hash (see enqueue.lua)
-- KEYS[6]  the attempts, a hash of those that were begun at least once: "<token, 16 digits>
--          <attempts begun> <most attempts> <rank>", and " cancelled" if it is; the token is 0
--          while no attempt runs
-- KEYS[7]  notes, a hash: the progress of a job that is leased, the reason of one that is dead
-- KEYS[8]  what is known of the queue, a hash (see enqueue.lua)
-- KEYS[9]  processes that wait for jobs, a sorted set of channels by how long they will
-- Moments are milliseconds since 1970, tokens microseconds, by this server's clock.
-- ARGV[1]  how many jobs to lease at most
-- ARGV[2]  for how long, in milliseconds
-- ARGV[3]  the process's channel, if it will wait when there are none; or empty
-- ARGV[4]  for how long it will at most, in milliseconds
-- ARGV[5]  what a process that waits is told: the queue
-- ARGV[6]  how many jobs are done
-- ARGV[7+] the id and token of each of them; then of each job that was left: its id, its token,
--          and "r<delay in milliseconds>" to try it again, "b" to give it back as if this
--          attempt had not begun, or "d<reason>"
-- Replies {in how many milliseconds something else is due (-1: nothing is), how many jobs are
-- ready beyond those of the reply, 1 if more are to be brought back, the ids of jobs of which
-- the process had lost the lease, and of each job that it gets: id, attempt as in KEYS[6],
-- payload as in KEYS[5]}. Jobs of 1 MB and more together are not given at once.
local ready, delayed, leased, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local data, tries, notes, info, idle = KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local most, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local channel, patience, queue, done = ARGV[3], tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
local LEVEL, DUE, SWEPT, READ, BYTES = 281474976710656, 16, 200, 20, 1048576
local NONE = '0000000000000000'
-- no job's id, and longer than what a server keeps in its compact form
local FEW, LONG = 16, string.rep('\n', 65)
local ENDED = 'Its lease ended before it was done: its process died, hung or was cut off'
local format, match, sub, floor = string.format, string.match, string.sub, math.floor
local time = redis.call('TIME')
local now = time[1] * 1000 + floor(time[2] / 1000)
local lost, sequence, fresh = {}, nil, nil
local hasNotes = redis.call('EXISTS', notes) == 1

local function nextRank(level)
  sequence = (sequence or tonumber(redis.call('HGET', info, 'sequence') or 0)) + 1
  fresh = true
  return format('%.0f', level * LEVEL + sequence)
end

local function remove(ids)
  redis.call('HDEL', data, unpack(ids))
  redis.call('HDEL', tries, unpack(ids))
  if hasNotes then
    redis.call('HDEL', notes, unpack(ids))
  end
end

local function parse(text)
  return match(text, '^%d+ (%d+) (%d+) (%d+)( ?%a*)$')
end

local function bury(id, attempt, top, rank, reason)
  redis.call('ZADD', dead, format('%.0f', now), id)
  redis.call('HSET', notes, id, reason)
  redis.call('HSET', tries, id, format('%s %s %s %s', NONE, attempt, top, rank))
end

if done > 0 then
  local ids, finished = {}, {}
  for i = 1, done do
    ids[i] = ARGV[5 + 2 * i]
  end
  local held = redis.call('HMGET', tries, unpack(ids))
  for i, id in ipairs(ids) do
    if held[i] and sub(held[i], 1, 16) == ARGV[6 + 2 * i] then
      finished[#finished + 1] = id
    else
      lost[#lost + 1] = id
    end
  end
  if #finished > 0 then
    redis.call('ZREM', leased, unpack(finished))
    remove(finished)
  end
end

for at = 7 + 2 * done, #ARGV, 3 do
  local id, what = ARGV[at], ARGV[at + 2]
  local text = redis.call('HGET', tries, id)
  if not text or sub(text, 1, 16) ~= ARGV[at + 1] then
    lost[#lost + 1] = id
  else
    local attempt, top, rank, cancelled = parse(text)
    local kind = sub(what, 1, 1)
    redis.call('ZREM', leased, id)
    if cancelled ~= '' then
      remove({id})
    elseif kind == 'd' then
      bury(id, attempt, top, rank, sub(what, 2))
    else
      redis.call('HDEL', notes, id)
      if kind == 'b' then
        attempt = attempt - 1
        redis.call('ZADD', ready, rank, id)
      else
        redis.call('ZADD', delayed, format('%.0f', (now + sub(what, 2)) * DUE + floor(rank / LEVEL)), id)
      end
      redis.call('HSET', tries, id, format('%s %s %s %s', NONE, attempt, top, rank))
    end
  end
end

local ended = redis.call('ZRANGEBYSCORE', leased, '-inf', format('%.0f', now), 'LIMIT', 0, SWEPT)
if #ended > 0 then
  redis.call('ZREM', leased, unpack(ended))
  local back, texts, gone = {}, {}, {}
  for i, text in ipairs(redis.call('HMGET', tries, unpack(ended))) do
    local attempt, top, rank, cancelled = parse(text or '')
    if not text or cancelled and cancelled ~= '' then
      gone[#gone + 1] = ended[i]
    elseif not attempt then
      -- something else was written there; nobody loses a job for that
      bury(ended[i], '1', '1', '0', ENDED)
    elseif tonumber(attempt) >= tonumber(top) then
      bury(ended[i], attempt, top, rank, ENDED)
    else
      back[#back + 1] = rank
      back[#back + 1] = ended[i]
      texts[#texts + 1] = ended[i]
      texts[#texts + 1] = format('%s %s %s %s', NONE, attempt, top, rank)
    end
  end
  if #gone > 0 then
    remove(gone)
  end
  if #back > 0 then
    redis.call('ZADD', ready, unpack(back))
    redis.call('HSET', tries, unpack(texts))
  end
end

local due = redis.call('ZRANGEBYSCORE', delayed, '-inf', format('%.0f', now * DUE + DUE - 1), 'WITHSCORES', 'LIMIT', 0,
  SWEPT)
if #due > 0 then
  local ids, ranks = {}, {}
  for i = 1, #due, 2 do
    ids[#ids + 1] = due[i]
    ranks[#ranks + 1] = nextRank(due[i + 1] % DUE)
    ranks[#ranks + 1] = due[i]
  end
  redis.call('ZREM', delayed, unpack(ids))
  redis.call('ZADD', ready, unpack(ranks))
end
if fresh then
  redis.call('HSET', info, 'sequence', format('%.0f', sequence))
end
local more = (#ended == SWEPT or #due == 2 * SWEPT) and 1 or 0

local jobs, paused = {}, redis.call('HGET', info, 'paused')
if most > 0 and not paused then
  local token = format('%s%06d', time[1], time[2])
  local popped = redis.call('ZPOPMIN', ready, most)
  local until_ = format('%.0f', now + lease)
  local leases, texts, bytes = {}, {}, 0
  for from = 1, #popped, 2 * READ do
    if bytes >= BYTES then
      local back = {}
      for i = from, #popped, 2 do
        back[#back + 1] = popped[i + 1]
        back[#back + 1] = popped[i]
      end
      redis.call('ZADD', ready, unpack(back))
      break
    end
    local ids = {}
    for i = from, math.min(from + 2 * READ - 1, #popped), 2 do
      ids[#ids + 1] = popped[i]
    end
    local payloads = redis.call('HMGET', data, unpack(ids))
    local before = redis.call('HMGET', tries, unpack(ids))
    for i, id in ipairs(ids) do
      if payloads[i] then
        local attempt, top = 0, nil
        if before[i] then
          attempt, top = parse(before[i])
          attempt = attempt or 0
        end
        top = top or match(payloads[i], '^#%d+ (%d+)') or '1'
        local text = format('%s %d %s %.0f', token, attempt + 1, top, popped[from + 2 * i - 1])
        texts[#texts + 1] = id
        texts[#texts + 1] = text
        leases[#leases + 1] = until_
        leases[#leases + 1] = id
        jobs[#jobs + 1] = id
        jobs[#jobs + 1] = text
        jobs[#jobs + 1] = payloads[i]
        bytes = bytes + #payloads[i]
      end
    end
  end
  if #texts > 2 * FEW then
    -- the compact form is searched from its start for each of them, which takes longer than all the
    -- rest; a long text, gone again at once, makes the server leave it
    redis.call('HSET', tries, LONG, '', unpack(texts))
    redis.call('ZADD', leased, 0, LONG, unpack(leases))
    redis.call('HDEL', tries, LONG)
    redis.call('ZREM', leased, LONG)
  elseif #texts > 0 then
    redis.call('HSET', tries, unpack(texts))
    redis.call('ZADD', leased, unpack(leases))
  end
end

local remaining = redis.call('ZCARD', ready)
local next = -1
if most > 0 and (#jobs == 0 or remaining == 0) then
  local later = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
  local over = redis.call('ZRANGE', leased, 0, 0, 'WITHSCORES')[2]
  later = later and floor(later / DUE)
  over = over and tonumber(over)
  local at = later and over and math.min(later, over) or later or over
  next = at and math.max(0, at - now) or -1
end
if channel ~= '' and (remaining == 0 or paused) and #jobs < 3 * most then
  local known = redis.call('ZSCORE', idle, channel)
  if not known or known - now < patience then
    -- a full server wakes nobody; then they ask from time to time
    redis.pcall('ZADD', idle, format('%.0f', now + 2 * patience), channel)
  end
elseif remaining > 0 and not paused then
  local process = redis.call('ZREVRANGE', idle, 0, 0, 'WITHSCORES')
  if process[1] then
    redis.call('ZREM', idle, process[1])
    if tonumber(process[2]) > now then
      redis.pcall('PUBLISH', process[1], queue)
    end
  end
end
return {next, remaining, more, lost, unpack(jobs)}
