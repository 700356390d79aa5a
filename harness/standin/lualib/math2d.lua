--- math2d: positions, vectors and boxes. Positions are read as {x = , y = } or {x, y}.

local math2d = { position = {}, bounding_box = {} }

local position, bounding_box = math2d.position, math2d.bounding_box

---The position in the form {x = , y = }.
function position.ensure_xy(pos)
    return { x = pos.x or pos[1], y = pos.y or pos[2] }
end

function position.distance_squared(a, b)
    a, b = position.ensure_xy(a), position.ensure_xy(b)
    return (a.x - b.x) ^ 2 + (a.y - b.y) ^ 2
end

function position.distance(a, b)
    return math.sqrt(position.distance_squared(a, b))
end

function position.add(a, b)
    a, b = position.ensure_xy(a), position.ensure_xy(b)
    return { x = a.x + b.x, y = a.y + b.y }
end

function position.subtract(a, b)
    a, b = position.ensure_xy(a), position.ensure_xy(b)
    return { x = a.x - b.x, y = a.y - b.y }
end

function position.multiply_scalar(pos, scalar)
    pos = position.ensure_xy(pos)
    return { x = pos.x * scalar, y = pos.y * scalar }
end

function position.divide_scalar(pos, scalar)
    return position.multiply_scalar(pos, 1 / scalar)
end

function position.vector_length(pos)
    return position.distance(pos, { 0, 0 })
end

function position.get_normalised(pos)
    local length = position.vector_length(pos)
    return length == 0 and position.ensure_xy(pos) or position.multiply_scalar(pos, 1 / length)
end

---Turned clockwise by an angle in degrees.
function position.rotate_vector(pos, degrees)
    pos = position.ensure_xy(pos)
    local cosine, sine = math.cos(math.rad(degrees)), math.sin(math.rad(degrees))
    return { x = cosine * pos.x - sine * pos.y, y = sine * pos.x + cosine * pos.y }
end

---The box in the form {left_top = {x = , y = }, right_bottom = {x = , y = }}.
function bounding_box.ensure_xy(box)
    return {
        left_top = position.ensure_xy(box.left_top or box[1]),
        right_bottom = position.ensure_xy(box.right_bottom or box[2]),
    }
end

function bounding_box.get_centre(box)
    box = bounding_box.ensure_xy(box)
    return { x = (box.left_top.x + box.right_bottom.x) / 2, y = (box.left_top.y + box.right_bottom.y) / 2 }
end

function bounding_box.contains_point(box, point)
    box, point = bounding_box.ensure_xy(box), position.ensure_xy(point)
    return box.left_top.x <= point.x and point.x < box.right_bottom.x
        and box.left_top.y <= point.y and point.y < box.right_bottom.y
end

function bounding_box.contains_box(outer, inner)
    outer, inner = bounding_box.ensure_xy(outer), bounding_box.ensure_xy(inner)
    return outer.left_top.x <= inner.left_top.x and outer.left_top.y <= inner.left_top.y
        and inner.right_bottom.x <= outer.right_bottom.x and inner.right_bottom.y <= outer.right_bottom.y
end

function bounding_box.collides_with(a, b)
    a, b = bounding_box.ensure_xy(a), bounding_box.ensure_xy(b)
    return a.left_top.x < b.right_bottom.x and b.left_top.x < a.right_bottom.x
        and a.left_top.y < b.right_bottom.y and b.left_top.y < a.right_bottom.y
end

function bounding_box.create_from_centre(centre, width, height)
    local half = { x = width / 2, y = (height or width) / 2 }
    return { left_top = position.subtract(centre, half), right_bottom = position.add(centre, half) }
end

return math2d
