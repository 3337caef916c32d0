-- Deletes a session in whichever layout it is, on a full server too.
-- KEYS[1]  its key in one layout
-- KEYS[2]  its key in the other
-- Replies {i, {field, value, ...}}: what was under KEYS[i]; {0} if it was not there. A key
-- of another type is left alone.
local reply = {0}
for i = 2, 1, -1 do
  if redis.call('TYPE', KEYS[i]).ok == 'hash' then
    reply = {i, redis.call('HGETALL', KEYS[i])}
    redis.call('DEL', KEYS[i])
  end
end
return reply
