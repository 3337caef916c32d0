
local count = tonumber(ARGV[1])
local replies, key, argument = {1}, 0, 1 + 4 * count
for i = 1, count do
  local change, keys, arguments, content = scripts[tonumber(ARGV[4 * i - 2])], {}, {}, ARGV[4 * i + 1]
  for j = 1, tonumber(ARGV[4 * i - 1]) do
    keys[j] = KEYS[key + j]
  end
  for j = 1, tonumber(ARGV[4 * i]) do
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
