-- Sends the requests of a file, one after the other, over however many connections there are.
local requests = {}
local sent = 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for each in file:read("*a"):gmatch("([^\1]+)\1") do
    requests[#requests + 1] = each
  end
  file:close()
end

function request()
  sent = sent + 1
  return requests[(sent - 1) % #requests + 1]
end
