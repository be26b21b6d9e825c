struct Mine;

impl crate::order::Tasks for Mine {}
