-- Finds a session in either layout.
-- KEYS[1]  its key in one layout
-- KEYS[2]  its key in the other
-- Replies {i, pttl, {field, value, ...}} of KEYS[i], with how long the key lives on in
-- milliseconds (-1 for ever); {0} if there is neither; {-1} if a key holds another type.
for i = 1, 2 do
  local type = redis.call('TYPE', KEYS[i]).ok
  if type == 'hash' then
    return {i, redis.call('PTTL', KEYS[i]), redis.call('HGETALL', KEYS[i])}
  elseif type ~= 'none' then
    return {-1}
  end
end
return {0}
