-- Adds what a process has written to what all processes of an application have, and lets
-- one of them lead: only that one's words about lives are taken.
-- KEYS[1]  the application's board, a hash
-- ARGV[1]  the process's id
-- ARGV[2]  how long the process leads unless it comes again, in milliseconds
-- ARGV[3]  how long the board is kept, in milliseconds
-- ARGV[4]  how many pairs of a field and a number to add to it follow; all pairs after
--          them are fields and what the leader sets them to
-- Replies 1 if the process leads, 0 if not, and all fields with their values.
local board = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local added = 4 + 2 * tonumber(ARGV[4])
for i = 5, added, 2 do
  redis.call('HINCRBY', board, ARGV[i], ARGV[i + 1])
end
local leader = redis.call('HGET', board, 'leader')
local leads = leader == ARGV[1] or now > tonumber(redis.call('HGET', board, 'leads-until') or 0)
if leads then
  redis.call('HSET', board, 'leader', ARGV[1], 'leads-until', string.format('%.0f', now + ARGV[2]))
  for i = added + 1, #ARGV, 2 do
    redis.call('HSET', board, ARGV[i], ARGV[i + 1])
  end
end
redis.call('PEXPIRE', board, ARGV[3])
return { leads and 1 or 0, redis.call('HGETALL', board) }
