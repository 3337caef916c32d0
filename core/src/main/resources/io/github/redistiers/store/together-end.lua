
local replies, key, argument = {1}, 0, 3 * #changes
for i, change in ipairs(changes) do
  local keys, arguments, content = {}, {}, ARGV[3 * i]
  for j = 1, tonumber(ARGV[3 * i - 2]) do
    keys[j] = KEYS[key + j]
  end
  for j = 1, tonumber(ARGV[3 * i - 1]) do
    arguments[j] = ARGV[argument + j]
  end
  key, argument = key + #keys, argument + #arguments
  local reply = change({call = note, pcall = note}, keys, arguments)
  replies[i + 1] = reply
  if content ~= '*' and not string.find(' ' .. content .. ' ', ' ' .. tostring(reply[1]) .. ' ', 1, true) then
    replies[1] = 0
  end
end

if replies[1] == 1 then
  for _, command in ipairs(notes) do
    if command[1] == 'PUBLISH' then
      redis.pcall(unpack(command))
    else
      call(unpack(command))
    end
  end
end
return replies
