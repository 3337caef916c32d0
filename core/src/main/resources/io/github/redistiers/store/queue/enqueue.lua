-- Adds jobs to a queue: those that are not known, nor kept out by a marker of theirs. It reads
-- everything before it writes anything, and what it writes first a full server refuses.
-- KEYS[1]  jobs that are ready, a sorted set by rank: 2^48 times their level (9 less the
--          priority) and the number under which they came in
-- KEYS[2]  jobs that are not due yet, a sorted set by 16 times the moment at which they are,
--          and their level
-- KEYS[3]  their payloads, a hash: "#<enqueued at> <most attempts> <level>" and perhaps more behind
--          a blank, a line feed, the payload
-- KEYS[4]  what is known of the queue, a hash. sequence: the last number; paused: 1 if it is
-- KEYS[5]  processes that wait for jobs, a sorted set of channels by how long they will
-- KEYS[6+] the jobs' markers, in their order: strings that hold the id of the job that set
--          them, and expire
-- Moments are milliseconds since 1970 by this server's clock.
-- ARGV[1]  what a process that waits is told: the queue
-- ARGV[2+] of each job: its id; the delay in milliseconds; for how long each of its markers
--          lasts, in milliseconds, separated by blanks; "<most attempts> <level>" and perhaps
--          more; the payload
-- Replies {number of a job from 1 on, id of the job that keeps it out, …}: none is added twice.
local ready, delayed, data, info, idle = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local EACH, LEVEL, DUE = 5, 281474976710656, 16
local format = string.format
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local moment = format('%.0f', now)

-- a key of another type is found before anything is written
redis.call('ZCARD', ready)
local first = redis.call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2]
local sequence = tonumber(redis.call('HGET', info, 'sequence') or 0)

local kept, payloads, toReady, toDelayed, markers = {}, {}, {}, {}, {}
local seen, earliest, marker = {}, nil, 5

local function keptOut(id, windows)
  local other = seen[id] or (redis.call('HEXISTS', data, id) == 1 and id)
  local own = {}
  for window in string.gmatch(windows, '%d+') do
    marker = marker + 1
    local key = KEYS[marker]
    other = other or seen[key] or redis.call('GET', key)
    own[#own + 1] = {key, window, id}
  end
  if not other then
    seen[id] = id
    for _, one in ipairs(own) do
      seen[one[1]] = id
      markers[#markers + 1] = one
    end
  end
  return other
end

for at = 2, #ARGV, EACH do
  local id, delay, windows, head = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], ARGV[at + 3]
  local other = windows ~= '' and keptOut(id, windows)
  if other then
    kept[#kept + 1] = (at - 2) / EACH + 1
    kept[#kept + 1] = other
  else
    local level = string.match(head, '^%d+ (%d)')
    payloads[#payloads + 1] = id
    payloads[#payloads + 1] = '#' .. moment .. ' ' .. head .. '\n' .. ARGV[at + 4]
    if delay > 0 then
      local due = (now + delay) * DUE + level
      toDelayed[#toDelayed + 1] = format('%.0f', due)
      toDelayed[#toDelayed + 1] = id
      if not earliest or due < earliest then
        earliest = due
      end
    else
      sequence = sequence + 1
      toReady[#toReady + 1] = format('%.0f', level * LEVEL + sequence)
      toReady[#toReady + 1] = id
    end
  end
end

if #payloads == 0 then
  return kept
end
redis.call('HSET', data, unpack(payloads))
if #toReady > 0 then
  redis.call('HSET', info, 'sequence', format('%.0f', sequence))
  redis.call('ZADD', ready, unpack(toReady))
end
if #toDelayed > 0 then
  redis.call('ZADD', delayed, unpack(toDelayed))
end
for _, one in ipairs(markers) do
  redis.call('SET', one[1], one[3], 'PX', one[2])
end
if #toReady > 0 or not first or earliest < tonumber(first) then
  -- whoever waits longest to come: those of the past are gone
  local process = redis.call('ZREVRANGE', idle, 0, 0, 'WITHSCORES')
  if process[1] then
    redis.call('ZREM', idle, process[1])
    if tonumber(process[2]) > now then
      -- a user that may not publish makes them ask later, no more
      redis.pcall('PUBLISH', process[1], ARGV[1])
    end
  end
end
return kept
