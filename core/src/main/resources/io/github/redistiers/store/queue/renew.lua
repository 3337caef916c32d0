-- Makes leases of jobs last longer. A full server does it, too.
-- KEYS[1]  jobs that are leased (see work.lua)
-- KEYS[2]  the attempts (see work.lua)
-- ARGV[1]  until when at the earliest they end: so many milliseconds from now on
-- ARGV[2+] the id and token of each job
-- Replies for each job, in their order: 1 its lease lasts; 2 it does, and the job is cancelled;
-- 0 the lease is lost.
local leased, tries = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local ids, leases, replies = {}, {}, {}
for at = 2, #ARGV, 2 do
  ids[#ids + 1] = ARGV[at]
end
for i, text in ipairs(redis.call('HMGET', tries, unpack(ids))) do
  if text and string.sub(text, 1, 16) == ARGV[1 + 2 * i] then
    replies[i] = string.sub(text, -9) == 'cancelled' and 2 or 1
    local until_ = tonumber(redis.call('ZSCORE', leased, ids[i]) or 0)
    if until_ < ends then
      leases[#leases + 1] = string.format('%.0f', ends)
      leases[#leases + 1] = ids[i]
    end
  else
    replies[i] = 0
  end
end
if #leases > 0 then
  -- a full server refuses what it takes behind a removal, and this takes no memory
  redis.call('ZREM', leased, '')
  redis.call('ZADD', leased, unpack(leases))
end
return replies
